"""GitLab CI: `.gitlab-ci.yml` and what it includes → the pipeline's jobs, their uploads, and what PyPI would see."""
