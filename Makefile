# Everything is in dev.py, which needs only Python; make forwards to it.
.PHONY: run test check bench setup serve lock

run test check bench setup serve lock:
	@python3 dev.py $@ $(ARGS)
