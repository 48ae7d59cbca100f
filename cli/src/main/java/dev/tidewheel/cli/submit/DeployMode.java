package dev.tidewheel.cli.submit;

/** Where the driver runs. */
public enum DeployMode {
    /** On this machine, in the foreground. */
    CLIENT("client"),
    /** On a machine of the cluster, which needs neither this one nor its files after that. */
    CLUSTER("cluster");

    private final String option;

    DeployMode(String option) {
        this.option = option;
    }

    @Override
    public String toString() {
        return option;
    }
}
