from .columns import snake

__all__ = ["snake"]
