"""What starts a workflow that uploads: releases, tags and dispatches by other workflows, once, twice or never."""
