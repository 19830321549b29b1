"""Reading Word files back: an edited template against ours, a document that came home against what was sent.

Both come down to two lists of passages (:mod:`~maia.generators.relecture.passages`) and the words that differ between
them (:mod:`~maia.generators.relecture.ecarts`). What Word keeps beside the text (tracked changes, comments, hidden
words) is in :mod:`~maia.generators.relecture.traces`; comments are written by
:mod:`~maia.generators.relecture.annotation`.
"""
