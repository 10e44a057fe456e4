"""Who may read the sample pictures of a usage."""

from certification.duties.usages.acts import PURPOSE
from certification.duties.usages.pictures.readers import reads_usage
from tianfu.files.readers import register_reader

register_reader(__name__, PURPOSE, reads_usage, recorded=True)
