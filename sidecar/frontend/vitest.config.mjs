import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    environment: "node",
    setupFiles: ["tests/setup.mjs"],
    testTimeout: 10_000,
    restoreMocks: true,
  },
});
