"""`python -m sijill.cli`."""

from sijill.cli.main import main

main()
