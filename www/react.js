'use client';
// @ts-check
/**
 * A React component for the element: `import { XpollensOnboarding } from 'xpollens-onboarding/react'`. React sets no functions
 * and objects at hydration, and none on a tag before version 19; this sets them. On a server it renders the empty tag.
 */
import { createElement, forwardRef, useEffect, useImperativeHandle, useRef } from 'react';
import { define } from './index.js';

/** The element's events, by the property of the component that hears them. @type {Record<string, string>} */
const EVENTS = {
  onSlow: 'onboarding-slow',
  onRuntime: 'onboarding-runtime',
  onReady: 'onboarding-ready',
  onStep: 'onboarding-step',
  onStatus: 'onboarding-status',
  onReported: 'onboarding-reported',
  onError: 'onboarding-error',
  onEnd: 'onboarding-end',
};

export const XpollensOnboarding = forwardRef(function XpollensOnboarding(
  /** @type {Record<string, any>} */ { id, className, style, ...props },
  forwarded,
) {
  const ref = useRef(/** @type {any} */ (null));
  const latest = useRef(props);
  useImperativeHandle(forwarded, () => ref.current);
  useEffect(() => {
    latest.current = props;
    const options = { ...props };
    for (const name of Object.keys(EVENTS)) delete options[name];
    // Equal options change nothing: this runs at each rendering.
    ref.current.options = options;
  });
  useEffect(() => {
    const element = ref.current;
    const listeners = Object.entries(EVENTS).map(([name, type]) => {
      const listener = (/** @type {Event} */ event) => latest.current[name]?.(event);
      element.addEventListener(type, listener);
      return () => element.removeEventListener(type, listener);
    });
    define();
    return () => listeners.forEach((remove) => remove());
  }, []);
  return createElement('xpollens-onboarding', { ref, id, style, class: className });
});
