package dev.tidewheel.testkit.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** What runs in the process of an {@link HdfsCluster}: a name node and a data node, until it is killed. */
final class HdfsProcess {
    private HdfsProcess() {}

    /** Arguments: a folder for the blocks, and a file for the address. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path address = Path.of(arguments[1]);
        Configuration configuration = new Configuration();
        configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, arguments[0]);
        // one data node has no other to turn to
        configuration.set("dfs.client.block.write.replace-datanode-on-failure.policy", "NEVER");
        try (MiniDFSCluster cluster =
                new MiniDFSCluster.Builder(configuration).numDataNodes(1).build()) {
            cluster.waitActive();
            Path whole = Files.writeString(
                    address.resolveSibling("address.new"), cluster.getURI().toString());
            Files.move(whole, address, StandardCopyOption.ATOMIC_MOVE);
            new CountDownLatch(1).await();
        }
    }
}
