// Starts Vite's development server on the port given on the command line, prints one line, and ends on SIGTERM.
import { createServer } from 'vite';

const root = new URL('.', import.meta.url).pathname;
const server = await createServer({
  root,
  server: { host: '127.0.0.1', port: Number(process.argv[2]), strictPort: true, hmr: false },
});
await server.listen();
console.log(`vite listening on http://127.0.0.1:${process.argv[2]}`);
process.on('SIGTERM', async () => {
  await server.close();
  process.exit(0);
});
