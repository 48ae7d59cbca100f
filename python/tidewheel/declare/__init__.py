"""What a pipeline declares: values, the registry that collects them, and the functions that users call."""
