"""ActiveState: build scripts that publish from its platform."""
