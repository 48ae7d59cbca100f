package dev.tidewheel.engine.event;

import dev.tidewheel.model.event.PipelineEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
        List<JournalFolder> taken = new ArrayList<>();
        for (JournalFolder folder : free) {
            List<JournalSegment> segments = folder.segments();
            OpenUpdates ofFolder = new OpenUpdates();
            boolean idle = true;
            for (JournalSegment segment : segments) {
                JournalSegment.Content content = segment.read();
                idle &= content.isIdle();
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
            if (idle && !taken.isEmpty()) {
                // one is enough for us; the next process wants one too
                folder.close();
            } else {
                taken.add(folder);
            }
        }
        JournalFolder own = taken.isEmpty() ? JournalFolder.create(root) : taken.get(0);
        List<JournalFolder> others = taken.isEmpty() ? List.of() : List.copyOf(taken.subList(1, taken.size()));
        return new JournalRecovery(own, others, openUpdates, position);
    }
}
