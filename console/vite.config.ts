import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressed } from './build/compressed.js';
import { themeStyles } from './build/theme-styles.js';

export default defineConfig({
  plugins: [react(), themeStyles(), compressed()],
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    manifest: true,
    // Everything is a file: the policy of the page allows nothing inline.
    assetsInlineLimit: 0,
    target: 'es2022',
    chunkSizeWarningLimit: 700,
  },
  // `npm run console` shows the source as it is, over a service that runs beside it.
  server: { port: 5173, proxy: { '/v1': 'http://127.0.0.1:8080' } },
});
