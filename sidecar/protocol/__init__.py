"""The wire contract, written once: `protocol.json`, the TypeScript types and the reference page come from here."""
