package dev.tidewheel.engine.event;

import dev.tidewheel.model.event.PipelineEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process takes over when it opens the log: a journal to go on with, other journals that belong to nobody, and
 * what their last lines tell.
 *
 * @param own the journal to go on with
 * @param others to be moved and given back
 * @param position place of the last event in any of them
 */
record JournalRecovery(JournalFolder own, List<JournalFolder> others, OpenUpdates openUpdates, long position) {

    static JournalRecovery take(Path root) throws IOException {
        List<JournalFolder> free = JournalFolder.takeFree(root);
        OpenUpdates openUpdates = new OpenUpdates();
        long position = 0;
        for (JournalFolder folder : free) {
            OpenUpdates ofFolder = new OpenUpdates();
            for (JournalSegment segment : folder.segments()) {
                JournalSegment.Content content = segment.read();
                if (content.header().isPresent()) {
                    position = Math.max(position, content.header().get().position());
                    ofFolder = new OpenUpdates();
                    ofFolder.inherit(content.header().get().openUpdates());
                }
                for (PipelineEvent event : content.events()) {
                    position = Math.max(position, event.sequence().position());
                    ofFolder.observe(event);
                }
            }
            openUpdates.inherit(ofFolder.list());
        }
        JournalFolder own = free.isEmpty() ? JournalFolder.create(root) : free.get(0);
        List<JournalFolder> others = free.size() < 2 ? List.of() : List.copyOf(free.subList(1, free.size()));
        return new JournalRecovery(own, others, openUpdates, position);
    }
}
