"""What is written leaves as files: PDF, DOCX, ODT, Markdown and a page that stands alone."""
