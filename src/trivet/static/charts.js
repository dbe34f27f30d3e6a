// Draws every chart of a page from the JSON beside it. Runs without eval, under a strict content security policy.
(function () {
  "use strict";
  function draw(holder) {
    var data = document.getElementById(holder.getAttribute("data-spec"));
    var compiled = vegaLite.compile(JSON.parse(data.textContent)).spec;
    var inner = document.createElement("div"); // Vega gives its container a role and a label of its own
    inner.setAttribute("aria-hidden", "true");
    holder.appendChild(inner);
    var controls = document.createElement("div"); // switches stand beside the picture: a picture holds nothing to press
    controls.className = "controls";
    holder.parentNode.insertBefore(controls, holder);
    var view = new vega.View(vega.parse(compiled, null, { ast: true }), {
      expr: vegaInterpreter.expressionInterpreter,
      renderer: "svg",
      container: inner,
      bind: controls,
      hover: true,
      logLevel: vega.Error
    });
    return view.runAsync().then(function () {
      holder.setAttribute("data-drawn", "true");
    });
  }
  function all() {
    document.querySelectorAll("[data-spec]").forEach(function (holder) {
      try {
        draw(holder);
      } catch (error) {
        window.setTimeout(function () { throw error; }); // one chart that fails leaves the others alone
      }
    });
  }
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", all);
  } else {
    all();
  }
})();
