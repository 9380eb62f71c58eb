// @ts-check
/**
 * A Vue component for the element: `import { XpollensOnboarding } from 'xpollens-onboarding/vue'`. On a server it renders the
 * empty tag.
 */
import { defineComponent, h, onMounted, ref, watch } from 'vue';
import { define } from './index.js';
import { OPTIONS } from './options.js';

const EVENTS = ['slow', 'runtime', 'ready', 'step', 'status', 'reported', 'error', 'end'];

export const XpollensOnboarding = defineComponent({
  name: 'XpollensOnboarding',
  // Vue changes no value of a property without a type: an option that is not given stays undefined.
  props: OPTIONS,
  emits: EVENTS,
  setup(/** @type {Record<string, any>} */ props, { emit, expose }) {
    const element = ref(/** @type {any} */ (null));
    expose({ element });
    onMounted(() => {
      watch(props, () => (element.value.options = { ...props }), { immediate: true, deep: true });
      define();
    });
    const listeners = Object.fromEntries(
      EVENTS.map((name) => [`onOnboarding-${name}`, (/** @type {Event} */ event) => emit(name, event)]),
    );
    return () => h('xpollens-onboarding', { ref: element, ...listeners });
  },
});
