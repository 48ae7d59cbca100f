package dev.tidewheel.engine.lake;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import io.delta.kernel.commit.CommitFailedException;
import io.delta.kernel.commit.CommitMetadata;
import io.delta.kernel.commit.CommitResponse;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.KernelEngineException;
import io.delta.kernel.internal.actions.CommitInfo;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.commit.DefaultFileSystemManagedTableOnlyCommitter;
import io.delta.kernel.internal.files.ParsedPublishedDeltaData;
import io.delta.kernel.internal.util.FileNames;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a commit into the log with our note in it. If the put fails in a way that leaves its outcome open, the log is
 * read: the commit carries a unique id, so it is known afterwards whether it is in.
 */
final class NoteCommitter extends DefaultFileSystemManagedTableOnlyCommitter {
    private final CommitNote note;
    private final boolean blindAppend;
    private final Map<String, String> metrics;

    NoteCommitter(CommitNote note, boolean blindAppend, Map<String, String> metrics) {
        this.note = note;
        this.blindAppend = blindAppend;
        this.metrics = metrics;
    }

    @Override
    public CommitResponse commit(Engine engine, CloseableIterator<Row> actions, CommitMetadata metadata)
            throws CommitFailedException {
        metadata.getReadProtocolOpt().ifPresent(this::validateProtocol);
        metadata.getNewProtocolOpt().ifPresent(this::validateProtocol);
        String file = FileNames.deltaFile(metadata.getDeltaLogDirPath(), metadata.getVersion());
        String id = metadata.getCommitInfo().getTxnId().orElseThrow();
        note.permission().run();
        try {
            engine.getJsonHandler().writeJsonFileAtomically(file, actions.map(this::annotate), false);
            return new CommitResponse(ParsedPublishedDeltaData.forFileStatus(
                    engine.getFileSystemClient().getFileStatus(file)));
        } catch (IOException e) {
            return resolve(engine, file, id, e);
        } catch (KernelEngineException e) {
            if (e.getCause() instanceof IOException cause) {
                return resolve(engine, file, id, cause);
            }
            throw e;
        }
    }

    private CommitResponse resolve(Engine engine, String file, String id, IOException failure)
            throws CommitFailedException {
        Optional<FileStatus> present;
        boolean ours = false;
        try {
            present = status(engine, file);
            if (present.isPresent()) {
                ours = CommitInfo.tryReadCommitInfoFromDeltaFile(engine, present.get())
                        .flatMap(CommitInfo::getTxnId)
                        .filter(id::equals)
                        .isPresent();
            }
        } catch (IOException | RuntimeException e) {
            e.addSuppressed(failure);
            throw new PipelineException(
                    Problem.of(
                                    ErrorCode.COMMIT_OUTCOME_UNKNOWN,
                                    "It is not known whether the commit " + file + " is in")
                            .because("Writing it failed (" + failure.getMessage() + "), and so did looking for it ("
                                    + e.getMessage() + ")")
                            .remedy("Run again when the storage answers: what was committed is not repeated"),
                    e);
        }
        if (ours) {
            return new CommitResponse(ParsedPublishedDeltaData.forFileStatus(present.orElseThrow()));
        }
        boolean taken = present.isPresent() || failure instanceof FileAlreadyExistsException;
        throw new CommitFailedException(taken, taken, "Commit " + file + " failed: " + failure.getMessage(), failure);
    }

    private static Optional<FileStatus> status(Engine engine, String file) throws IOException {
        try {
            return Optional.of(engine.getFileSystemClient().getFileStatus(file));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    private Row annotate(Row action) {
        if (action.isNullAt(SingleAction.COMMIT_INFO_ORDINAL)) {
            return action;
        }
        Row info = action.getStruct(SingleAction.COMMIT_INFO_ORDINAL);
        int inCommit = CommitInfo.FULL_SCHEMA.indexOf("inCommitTimestamp");
        return SingleAction.createCommitInfoSingleAction(new CommitInfo(
                        info.isNullAt(inCommit) ? Optional.empty() : Optional.of(info.getLong(inCommit)),
                        info.getLong(CommitInfo.FULL_SCHEMA.indexOf("timestamp")),
                        Optional.of(info.getString(CommitInfo.FULL_SCHEMA.indexOf("engineInfo"))),
                        Optional.of(note.operation()),
                        note.parameters(),
                        Optional.of(blindAppend),
                        Optional.of(info.getString(CommitInfo.FULL_SCHEMA.indexOf("txnId"))),
                        metrics)
                .toRow());
    }
}
