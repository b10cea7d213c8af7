# Nothing to choose.
