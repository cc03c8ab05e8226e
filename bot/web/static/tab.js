// Lists that a tab keeps: they survive a reload, and end with the tab.

export function recall(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name)) ?? [];
  } catch {
    return [];
  }
}

export function store(name, list) {
  try {
    sessionStorage.setItem(name, JSON.stringify(list));
  } catch {
    // a full or forbidden storage costs only the survival of a reload
  }
}
