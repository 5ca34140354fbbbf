"""`python -m panel` is the command line."""

from panel.cli import main

main()
