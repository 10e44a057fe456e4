from certification.stages import certificate_check

__all__ = ["certificate_check"]
