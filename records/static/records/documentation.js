// Shows the chosen OpenAPI document in Swagger UI.
"use strict";

(() => {
  const place = document.getElementById("swagger");
  const chooser = document.getElementById("document");
  const download = document.getElementById("download");
  const csrfToken = place.dataset.csrfToken;

  // A signed-in person writes with the session, which needs the token; a key does not.
  const addToken = (request) => {
    const isWrite = !["GET", "HEAD", "OPTIONS"].includes(request.method ?? "GET");
    if (csrfToken && isWrite) {
      request.headers["X-CSRFToken"] = csrfToken;
    }
    return request;
  };

  // Swagger takes text with a media type (the JSON of "filters") for a file to choose.
  // Nothing here is a file: it is typed.
  const typeEverything = () => ({ fn: { isFileUploadIntended: () => false } });

  const show = () => {
    download.href = chooser.value;
    window.SwaggerUIBundle({
      url: chooser.value,
      domNode: place,
      deepLinking: true,
      docExpansion: "none",
      filter: true,
      defaultModelsExpandDepth: 0,
      defaultModelExpandDepth: 2,
      displayRequestDuration: true,
      tryItOutEnabled: true,
      showCommonExtensions: true,
      // The online validator would send the document away.
      validatorUrl: null,
      requestInterceptor: addToken,
      plugins: [typeEverything],
    });
  };

  chooser.addEventListener("change", show);
  show();
})();
