// On a phone the tools stand right above the keyboard. The browser tells how much of the window the keyboard covers;
// the style sheet reads it from one property. Called once by the text's view.

export function followKeyboard(): () => void {
  const seen = window.visualViewport;
  if (!seen) return () => undefined;
  const draw = () => {
    const covered = Math.round(innerHeight - seen.height - seen.offsetTop);
    const root = document.documentElement.style;
    // A bar of the browser that comes and goes is no keyboard.
    if (covered > 120) root.setProperty('--keyboard', `${covered}px`);
    else root.removeProperty('--keyboard');
  };
  seen.addEventListener('resize', draw);
  seen.addEventListener('scroll', draw);
  return () => {
    seen.removeEventListener('resize', draw);
    seen.removeEventListener('scroll', draw);
    document.documentElement.style.removeProperty('--keyboard');
  };
}
