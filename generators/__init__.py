"""What is made: the Word, Excel and PDF engines, and one short module per family of documents."""
