"""What PyPI has to be told of for each upload: shown by ``show``, written into the configuration by ``pin``."""
