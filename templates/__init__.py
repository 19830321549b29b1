"""The documents: Word, Excel and Typst templates, edited in their own programs, and the fonts they use."""
