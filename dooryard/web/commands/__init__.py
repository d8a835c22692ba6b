"""The commands of `dooryard`, one a file: EXAMPLE, add_arguments(parser) and run(arguments) -> exit code."""
