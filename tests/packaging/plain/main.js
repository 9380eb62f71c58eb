// The package's `dist` folder was copied beside this page as `xpollens-onboarding/`.
import { mount } from './xpollens-onboarding/index.js';
import './xpollens-onboarding/define.js';

mount(document.getElementById('onboarding'), { endpoint: '/api', token: 'session-token', language: 'en' });
