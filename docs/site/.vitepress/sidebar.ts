import type { DefaultTheme } from "vitepress";

export const sidebar: DefaultTheme.SidebarItem[] = [
  {
    text: "Start",
    items: [
      { text: "Overview", link: "/overview" },
      { text: "Getting started", link: "/getting-started" },
      { text: "All pages", link: "/documentation" },
    ],
  },
];
