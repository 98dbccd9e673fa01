"""One module per target: ``seeds()`` are inputs to start from, ``check(data)`` raises where tplint breaks its word."""
