"""What a run needs besides rules and facts: which rules can speak, and how much is done at once.

``needs`` (with ``artifact_needs``) names the rules to load, ``lots`` cuts very large repositories, ``spread`` shares
work out to processes, ``faults`` carries what a rule raised. ``tplint.engine`` puts them together.
"""
