"""The wire contract, written once: protocol.json, TypeScript and the reference come from it."""
