import { mount } from 'xpollens-onboarding';
import 'xpollens-onboarding/element';

mount(document.getElementById('onboarding'), { endpoint: '/api', token: 'session-token', language: 'en' });
