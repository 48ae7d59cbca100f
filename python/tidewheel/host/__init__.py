"""The process that runs the user's Python for an engine. Start reading at ``__main__``."""
