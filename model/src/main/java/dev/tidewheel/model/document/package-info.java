/**
 * YAML and JSON documents whose every key and value knows its place, and tables of keys that say what a document may
 * hold. The same table checks a document and is written out as a JSON schema, so the two cannot differ.
 */
@NullMarked
package dev.tidewheel.model.document;

import org.jspecify.annotations.NullMarked;
