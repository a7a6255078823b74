"""`python -m sijill.cli`."""

from sijill.cli.app import main

main()
