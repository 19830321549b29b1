"""Our side: in each module, a function prepares what is done once, and gives the one that is measured.

One module a subject, so that each process imports what the subject needs and nothing else.
"""
