"""Where everything is wired together: the command line and the library."""
