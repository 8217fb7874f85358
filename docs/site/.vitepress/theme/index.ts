import type { Theme } from "vitepress";
import DefaultTheme, { VPHomeFeatures, VPHomeHero } from "vitepress/theme";
import { defineAsyncComponent, defineComponent, h, onMounted, ref } from "vue";
import MermaidDiagram from "./MermaidDiagram.vue";
import "./style.css";

/** Loads the playground when its page is open in a browser: its code is large, and needs the browser. */
const Playground = defineAsyncComponent(() => import("../../playground/Playground.vue"));

const ClientOnlyPlayground = defineComponent({
  setup() {
    const isMounted = ref(false);
    onMounted(() => {
      isMounted.value = true;
    });
    return () => (isMounted.value ? h(Playground) : h("p", "The playground needs JavaScript."));
  },
});

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component("Playground", ClientOnlyPlayground);
    app.component("MermaidDiagram", MermaidDiagram);
    // For the front page: VitePress's own layout of it has no main landmark.
    app.component("VPHomeHero", VPHomeHero);
    app.component("VPHomeFeatures", VPHomeFeatures);
  },
};

export default theme;
