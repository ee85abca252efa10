// steps.js -- the scenes in the book, one step at a time: by the buttons, and by
// the arrow keys, Home and End while the focus is in the scene.
//
// All steps lie in one cell of a grid, so that the page does not jump; those
// that are not shown are invisible, to a screen reader too.
(function () {
  function begin(scene) {
    var steps = Array.from(scene.querySelectorAll('section'));
    var told = scene.querySelector('.told');
    var at = 0;
    var ways = {
      first: function () { return 0; },
      back: function () { return at - 1; },
      next: function () { return at + 1; },
      last: function () { return steps.length - 1; }
    };
    var keys = {ArrowLeft: 'back', ArrowRight: 'next', Home: 'first', End: 'last'};
    var buttons = Array.from(scene.querySelectorAll('button'));

    function show(to) {
      at = Math.max(0, Math.min(steps.length - 1, to));
      steps.forEach(function (step, i) { step.classList.toggle('shown', i === at); });
      told.innerHTML = steps[at].querySelector('.at').innerHTML;
      // Disabled in words only: a disabled button would lose the focus.
      buttons.forEach(function (button) {
        var end = /first|back/.test(button.dataset.to) ? 0 : steps.length - 1;
        button.setAttribute('aria-disabled', String(at === end));
      });
    }

    buttons.forEach(function (button) {
      button.addEventListener('click', function () { show(ways[button.dataset.to]()); });
    });
    scene.addEventListener('keydown', function (event) {
      var way = keys[event.key];
      if (!way || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(ways[way]());
    });
    scene.hidden = false;
    scene.previousElementSibling.classList.add('still');
    show(0);
  }
  document.querySelectorAll('.steps').forEach(begin);
})();
