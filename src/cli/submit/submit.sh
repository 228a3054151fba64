#!/bin/bash
# Gives to Slurm the shards of `@name@` that are not done, and behind them the merge. May be called again at any time:
# what is done is not run again. Written by `plaza submit`.
set -euo pipefail
folder=@quoted_folder@
again=${1:-0}
jobs=$folder/jobs
# Two runs of a shard at once would fill one folder. The merge that calls this is itself one of the jobs.
if ((again == 0)) && [[ -s "$jobs" ]] && [[ -n "$(squeue --noheader --jobs "$(cat "$jobs")" 2>/dev/null)" ]]; then
    echo "jobs $(cat "$jobs") are still there: wait for them, or end them by scancel" >&2
    exit 1
fi
missing=()
for ((shard = 1; shard <= @shards@; shard++)); do
    [[ -e "$folder/done/$shard" ]] || missing+=("$shard")
done
if ((${#missing[@]} == 0)) && [[ -e @out@/manifest.json ]]; then
    echo "all shards are done and joined in "@out@
    exit 0
fi
behind=() array=
if ((${#missing[@]})); then
    array=$(sbatch --parsable --array="$(IFS=,; echo "${missing[*]}")" "$folder/array.sbatch")
    array=${array%%;*}
    behind=(--dependency="afterany:$array")
    echo "job $array runs shards ${missing[*]}"
fi
merge=$(PLAZA_AGAIN=$again sbatch --parsable --export=ALL "${behind[@]}" "$folder/merge.sbatch")
echo "job ${merge%%;*} joins them in "@out@
echo "${array:+$array,}${merge%%;*}" >"$jobs"
