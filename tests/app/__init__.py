"""The whole application with real Socket.IO clients."""
