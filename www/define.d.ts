// Importing it defines the tag.
import './index.js';
