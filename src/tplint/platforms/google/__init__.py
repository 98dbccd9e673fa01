"""Google Cloud Build: steps in containers, which publish as the build's service account."""
