// The same, with the WebAssembly and all texts inside one script: for build tools that publish no file beside a script.
export * from './index.js';
