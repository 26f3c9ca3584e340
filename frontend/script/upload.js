// Sends chosen files at once, one by one, shows how far each is, and lets a person try
// again. Without it the same field is sent with the form.
(function () {
  "use strict";
  var queue = [], busy = false;

  function line(field) {
    var list = field.parentNode.querySelector("[data-sent]");
    var item = document.createElement("li");
    list.appendChild(item);
    return item;
  }

  function say(item, name, text) {
    item.textContent = "";
    item.appendChild(document.createTextNode(name + ": " + text));
  }

  function done(job, answer) {
    var kept = answer.files && answer.files[0];
    job.item.textContent = "";
    var link = document.createElement("a");
    link.href = kept ? kept.url : "#";
    link.textContent = job.file.name;
    job.item.appendChild(link);
    job.item.appendChild(document.createTextNode(": " + job.field.dataset.done));
  }

  function refused(job, text) { say(job.item, job.file.name, text); }

  function failed(job, text) {
    say(job.item, job.file.name, text + " ");
    var again = document.createElement("button");
    again.type = "button";
    again.className = "btn q";
    again.textContent = job.field.dataset.again + ": " + job.file.name;
    again.addEventListener("click", function () { queue.push(job); next(); });
    job.item.appendChild(again);
  }

  function next() {
    if (busy || !queue.length) { return; }
    busy = true;
    var job = queue.shift(), bar = document.createElement("progress"), data = new FormData();
    var request = new XMLHttpRequest();
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", job.file.name);
    say(job.item, job.file.name, "");
    job.item.appendChild(bar);
    data.append("file", job.file);
    request.open("POST", job.field.dataset.upload);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Accept-Language", document.documentElement.lang);
    request.upload.addEventListener("progress", function (e) {
      if (e.lengthComputable) { bar.value = e.loaded / e.total; }
    });
    request.addEventListener("loadend", function () {
      var answer = {};
      try { answer = JSON.parse(request.responseText); } catch (e) { /* an answer of another kind says nothing */ }
      busy = false;
      if (request.status === 200) { done(job, answer); }
      else if (request.status === 422) { refused(job, answer.detail); } // the same file again would be refused again
      else { failed(job, answer.detail || job.field.dataset.failed); }
      next();
    });
    request.send(data);
  }

  function chosen(field) {
    Array.prototype.forEach.call(field.files, function (file) {
      var job = { field: field, file: file, item: line(field) };
      if (file.size > Number(field.dataset.most)) { refused(job, field.dataset.large); return; }
      queue.push(job);
    });
    field.value = "";
    next();
  }

  Array.prototype.forEach.call(document.querySelectorAll("input[type=file][data-upload]"), function (field) {
    field.required = false;
    field.addEventListener("change", function () { chosen(field); });
  });
  window.addEventListener("beforeunload", function (e) {
    if (busy || queue.length) { e.preventDefault(); e.returnValue = ""; }
  });
})();
