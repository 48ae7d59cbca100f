"""What several pipelines of the shop have in common."""
